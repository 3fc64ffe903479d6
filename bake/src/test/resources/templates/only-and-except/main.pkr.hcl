source "fake" "a" {
  base = "1"
}
source "fake" "b" {
  base = "2"
}
build {
  name    = "x"
  sources = ["source.fake.a", "source.fake.b"]
}
build {
  sources = ["source.fake.b"]
}
