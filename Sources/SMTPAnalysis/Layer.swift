// placeholder, replaced by the first commit of this layer
