source "fake" "a" {
}
build {
  sources = ["source.fake.a"]
}
