"""A browser that has a virtual security key."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import PASSWORD

KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Desk:
    """A browser at the name of this machine: keys answer names only."""

    def __init__(self, context: BrowserContext, console: list[str]) -> None:
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: console.append(str(error)))
        self.context = context

    def plug_in(self) -> None:
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.send("WebAuthn.enable")
        self.key = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def recognizes_its_owner(self, answer: bool) -> None:
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.key, "isUserVerified": answer})


def open_factors(page: Page) -> None:
    page.locator("header a.person").click()
    page.get_by_label("Your password, once more").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def name_key(page: Page) -> None:
    """Set the key up on the open page of factors."""
    page.get_by_label("Name").first.fill("key on my ring")
    page.get_by_role("button", name="Set the key up").click()
    expect(page.locator(".factors")).to_contain_text("key on my ring")
