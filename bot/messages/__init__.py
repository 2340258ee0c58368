"""How anything is shown and pressed on Discord: texts, buttons, forms, and who may use them."""
