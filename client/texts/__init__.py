"""Every sentence the shop says, in English and Chinese, and typed access to them."""

from client.texts.texts import TextError, Texts

__all__ = ["TextError", "Texts"]
