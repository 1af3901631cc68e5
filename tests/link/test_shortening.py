"""Which short forms stand for which names, and which never do."""

from __future__ import annotations

import pytest

from kg.link.forms import form
from kg.link.shortening import implied

SAME = [
    ("科学城管委会", "科学城管理委员会", "Government"),
    ("襄阳", "襄阳市", "Region"),
    ("大足", "重庆市大足区", "Region"),
    ("徐州", "江苏省徐州市", "Region"),
    ("天津宁河", "天津市宁河区", "Region"),
    ("扶风县", "陕西扶风", "Region"),
    ("渝", "重庆", "Region"),
    ("天府新区", "四川天府新区", "Park"),
    ("成都高新区", "成都高新技术产业开发区", "Park"),
    ("重庆科学城", "西部（重庆）科学城", "Park"),
    ("长三角示范区", "长三角生态绿色一体化发展示范区", "Park"),
    ("龙岩高新区", "龙岩高新区（经开区）", "Park"),
    ("中国电子", "中国电子信息产业集团有限公司", "Company"),
    ("临港集团", "上海临港经济发展（集团）有限公司", "Company"),
    ("上港集团", "上海国际港务（集团）股份有限公司", "Company"),
    ("中远海特", "中远海运特种运输股份有限公司", "Company"),
    ("山东港口", "山东省港口集团", "Company"),
    ("浙大", "浙江大学", "University"),
    ("西工大", "西北工业大学", "University"),
    ("川农科院", "四川省农业科学院", "Research"),
    ("苏州研究院", "山东大学苏州研究院", "Research"),
    ("邻水七小", "四川省邻水县第七小学", "Institution"),
    ("合江法院", "合江县人民法院", "Institution"),
    ("巴南区人大常委会", "重庆市巴南区人大常委会", "Government"),
    ("第二届中部论坛", "“丝路”建设暨第二届中部论坛", "Event"),
    ("科博会", "第十一届中国（芜湖）科普产品博览交易会", "Event"),
    ("长三角创投基金", "长三角创业投资引导基金合伙企业（有限合伙）", "Fund"),
]
DIFFERENT = [
    ("成都高新区", "成都高新西区", "Park"),
    ("长春新区", "长春净月高新区", "Park"),
    ("重庆高新区", "重庆荣昌高新区", "Park"),
    ("科学城", "科学城管委会", "Government"),
    ("苏州工业园区", "苏州工业园区管委会", "Government"),
    ("重庆大学", "重庆医科大学", "University"),
    ("中国工程院", "中国工程物理研究院", "Research"),
    ("农业银行", "农业发展银行", "Company"),
    ("重庆港股份有限公司", "重庆果园港国际物流枢纽有限公司", "Company"),
    ("上海市人民政府", "上海市青浦区人民政府", "Government"),
    ("吉林省", "吉林市", "Region"),
    ("松山湖科创园一期", "松山湖科创园二期", "Project"),
    ("科创园一期", "科创园", "Project"),
    ("第二次联席会议", "长三角第三次联席会议", "Event"),
    ("兰州", "兰州新区", "Park"),
    ("香港城市大学", "香港城市大学（东莞）", "University"),
    ("机械制造", "先进机械制造", "Industry"),
]


@pytest.mark.parametrize(("short", "long", "kind"), SAME)
def test_same(short: str, long: str, kind: str) -> None:
    found = implied(form(short), form(long), frozenset({kind}), frozenset())
    assert found is not None
    assert 0.5 < found[0] <= 1
    assert found[1]


@pytest.mark.parametrize(("short", "long", "kind"), DIFFERENT)
def test_different(short: str, long: str, kind: str) -> None:
    assert implied(form(short), form(long), frozenset({kind}), frozenset()) is None
