settings = { name = "auto" }
message  = "overruled"
