source "fake" "a" {
  base = "x"
  bsae = "y"
}
source "faek" "a" {
  base = "x"
}
build {
  sources = ["source.fake.a"]
}
build {
  sources = ["source.faek.a"]
}
