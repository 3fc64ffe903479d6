source "fake" "a" {
  base = "x"
}
build {
  sources = ["source.fake.b"]
}
