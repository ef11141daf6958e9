"""Making the outside ready, and looking whether it is: `syncer setup` and `syncer doctor`."""
