"""A headless Chromium for the tests of the view, which writes down every request and every console message."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

REASON = "needs chromium and chromium-driver (apt-get install chromium chromium-driver fonts-noto-cjk) and selenium"


def missing() -> bool:
    """True where no test of the view can run a browser."""
    try:
        import selenium  # noqa: F401
    except ImportError:
        return True
    return not (shutil.which("chromium") and shutil.which("chromedriver"))


def start(profile: Path, width: int = 1400, height: int = 900) -> Any:
    """A driver with an empty profile in `profile`; the page gets width × height px."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    options = ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for argument in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage",
        "--hide-scrollbars", f"--user-data-dir={profile}", f"--window-size={width},{height}",
    ):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService(str(shutil.which("chromedriver"))))
    resize(driver, width, height)
    return driver


def resize(driver: Any, width: int, height: int, mobile: bool = False) -> None:
    """Give the page exactly this size, as a phone where `mobile`."""
    size = {"width": width, "height": height, "deviceScaleFactor": 2 if mobile else 1, "mobile": mobile}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def scheme(driver: Any, name: str) -> None:
    """Prefer `light` or `dark`."""
    feature = {"name": "prefers-color-scheme", "value": name}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})


def open_page(driver: Any, page: Path, fragment: str = "") -> None:
    """Open the page and wait until it is ready."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.get("about:blank")
    driver.get_log("performance"), driver.get_log("browser")
    driver.get(page.as_uri() + fragment)
    ready = "return document.documentElement.dataset.ready === 'yes'"
    WebDriverWait(driver, 30).until(lambda d: d.execute_script(ready))
    painted = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    driver.execute_async_script(painted)


def requests(driver: Any, page: Path) -> list[str]:
    """Every address asked for since the page was opened, the page itself left out."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in sent if url.split("#")[0] not in (page.as_uri(), "about:blank")]


def console(driver: Any) -> list[str]:
    """Every message on the console since the page was opened, refusals of the policy too."""
    return [entry["message"] for entry in driver.get_log("browser")]
