"""Call flows, whoever the vendor: nodes, exits, wires, and what they say."""
