rxt run words input=/ --layout 1x1
