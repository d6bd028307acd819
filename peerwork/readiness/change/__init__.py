"""How an organisation goes on changing: where its values live, local audits, who leads, what it tries and learns."""
