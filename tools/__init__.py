"""For authors, in the clone only: mutants, kills, simulations, and the pages of docs/ made from them."""
