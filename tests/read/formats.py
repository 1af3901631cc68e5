"""A folder of the same articles in every format, written by other programs: iconv, LibreOffice, Chromium, gzip, …"""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import shutil
import subprocess
import tarfile
import zipfile
from email.message import EmailMessage
from html import escape
from pathlib import Path

GOLD = Path(__file__).parent.parent / "gold" / "train"
# Three articles of the project's own: a report, one with a list of projects, one with tables of parties.
SAMPLES = ("t101", "t704", "t2007")
PUBLISHED = "2023-05-06"
MAIL_DATE = "Sat, 06 May 2023 10:00:00 +0800"


def sample(name: str) -> str:
    """The text of a sample: its title is the first line."""
    return (GOLD / f"{name}.txt").read_text(encoding="utf-8").strip()


def page(text: str, charset: str = "utf-8") -> str:
    """The text as a page of a government site, with navigation and footer."""
    title, *body = map(escape, text.split("\n"))
    return (
        f'<!DOCTYPE html><html lang="zh"><head><meta charset="{charset}">'
        f'<meta name="PubDate" content="{PUBLISHED} 10:00">'
        f'<meta name="ArticleTitle" content="{title}"><title>{title}_要闻_某某市人民政府</title></head><body>'
        '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/x/">政务公开</a></li></ul></div>'
        f'<div class="article"><h1>{title}</h1>'
        f'<div class="content">{"".join(f"<p>{line}</p>" for line in body)}</div></div>'
        '<div class="footer"><p>版权所有：某某市人民政府办公室　备案序号：0000000号</p></div></body></html>'
    )


def write_plain(folder: Path, name: str) -> None:
    """Encodings by iconv, and compressed text."""
    text = sample(name)
    source = folder / f"{name}-utf8.txt"
    source.write_text(text, encoding="utf-8")
    (folder / f"{name}-mark.txt").write_text(text, encoding="utf-8-sig")
    for label, encoding in (("utf16", "UTF-16"), ("utf16be", "UTF-16BE"), ("gb18030", "GB18030")):
        done = subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding, str(source)], check=True, capture_output=True)
        (folder / f"{name}-{label}.txt").write_bytes(done.stdout)
    with gzip.open(folder / f"{name}-gzip.txt.gz", "wb") as packed:
        packed.write(text.encode())
    (folder / f"{name}-bzip2.txt.bz2").write_bytes(bz2.compress(text.encode()))
    (folder / f"{name}-xz.txt.xz").write_bytes(lzma.compress(text.encode()))


def write_marked_up(folder: Path, name: str) -> None:
    """HTML in three encodings, Markdown, feeds, mail, JSON."""
    text = sample(name)
    title, *body = text.split("\n")
    (folder / f"{name}-page.html").write_text(page(text), encoding="utf-8")
    (folder / f"{name}-gbk.htm").write_bytes(page(text, "gb2312").encode("gb18030"))
    (folder / f"{name}-nameless.txt").write_text(page(text), encoding="utf-8")  # the content tells, not the suffix
    front = f"---\ntitle: {title}\ndate: {PUBLISHED}\n---\n\n"
    (folder / f"{name}-md.md").write_text(front + f"# {title}\n\n" + "\n\n".join(body), encoding="utf-8")
    markup = escape("".join(f"<p>{escape(line)}</p>" for line in body))
    (folder / f"{name}-rss.rss").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>要闻</title><item>'
        f"<title>{escape(title)}</title><link>https://example.org/{name}</link><pubDate>{MAIL_DATE}</pubDate><description>{markup}</description>"
        "</item></channel></rss>",
        encoding="utf-8",
    )
    (folder / f"{name}-atom.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>要闻</title><entry>'
        f"<id>urn:{name}</id><title>{escape(title)}</title><updated>{PUBLISHED}T10:00:00Z</updated>"
        f'<content type="html">{markup}</content></entry></feed>',
        encoding="utf-8",
    )
    row = json.dumps({"text": text, "title": title, "published": PUBLISHED}, ensure_ascii=False)
    (folder / f"{name}-lines.jsonl").write_text(row + "\n", encoding="utf-8")
    (folder / f"{name}-array.json").write_text(f"[{row}]", encoding="utf-8")
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Date"] = (
        "a@example.org",
        "b@example.org",
        title,
        MAIL_DATE,
    )
    message.set_content(text)
    message.add_alternative(page(text), subtype="html")
    (folder / f"{name}-mail.eml").write_bytes(bytes(message))


def write_archives(folder: Path, name: str) -> None:
    """zip, tar, and one in the other."""
    inner = folder / f"{name}-utf8.txt"
    with zipfile.ZipFile(folder / f"{name}-zip.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(inner, "某文件夹/一.txt")
    with tarfile.open(folder / f"{name}-tar.tar.gz", "w:gz") as packed:
        packed.add(inner, "x/一.txt")
    with tarfile.open(folder / f"{name}-nested.tar", "w") as packed:
        packed.add(folder / f"{name}-zip.zip", "inner.zip")


def write_office(folder: Path, scratch: Path) -> None:
    """DOCX and PDF of every sample by LibreOffice, in two calls."""
    for name in SAMPLES:
        (scratch / f"{name}-word.html").write_text(_document(sample(name)), encoding="utf-8")
    sources = [str(scratch / f"{name}-word.html") for name in SAMPLES]
    base = ["soffice", f"-env:UserInstallation=file://{scratch}/profile", "--headless", "--norestore"]
    docx = [*base, "--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder)]
    subprocess.run([*docx, *sources], check=True, capture_output=True, timeout=110)
    written = [str(folder / f"{name}-word.docx") for name in SAMPLES]
    pdf = [*base, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(scratch)]
    subprocess.run([*pdf, *written], check=True, capture_output=True, timeout=110)
    for name in SAMPLES:
        shutil.move(scratch / f"{name}-word.pdf", folder / f"{name}-office.pdf")


def _document(text: str) -> str:
    title, *body = map(escape, text.split("\n"))
    lines = "".join(f"<p>{line}</p>" for line in body)
    return f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>{lines}</body></html>'


def print_pdf(markup: str, target: Path, scratch: Path, *, edges: bool = False) -> None:
    """Print a page to PDF in Chromium; `edges`: with the date and address that browsers print around it."""
    source = scratch / f"{target.stem}.html"
    source.write_text(markup, encoding="utf-8")
    chromium = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={scratch}/chromium"]
    command += [] if edges else ["--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True, timeout=110)


def columns(text: str) -> str:
    """The text as a printed page of two columns under a headline."""
    title, *body = map(escape, text.split("\n"))
    lines = "".join(f"<p style='text-indent:2em;margin:0'>{line}</p>" for line in body)
    return (
        f'<html><head><meta charset="utf-8"></head><body><h1 style="text-align:center">{title}</h1>'
        f'<div style="columns:2;column-gap:2em;text-align:justify;font-size:11px">{lines}</div></body></html>'
    )


def tar_of(name: str, data: bytes) -> bytes:
    """A tar archive with one member."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
