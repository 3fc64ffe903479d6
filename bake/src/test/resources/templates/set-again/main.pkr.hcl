source "fake" "a" {
  base = "x"
}
build {
  source "source.fake.a" {
    base = "z"
  }
}
