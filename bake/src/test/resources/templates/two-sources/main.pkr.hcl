source "fake" "a" {
  base = "x"
}
source "fake" "a" {
  base = "y"
}
build {
  sources = ["source.fake.a"]
}
