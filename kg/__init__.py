"""Chinese articles on regional cooperation -> an RDF graph in which every fact shows its sentence."""
