source "fake" "a" {
  base = "1"
}
build {
  sources = ["source.fake.a"]
}
