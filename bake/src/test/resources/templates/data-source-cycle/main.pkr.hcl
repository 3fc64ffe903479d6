data "null" "a" {
  input = local.b
}
locals {
  b = data.null.a.output
}
source "fake" "a" {
  base = data.null.a.output
}
build {
  sources = ["source.fake.a"]
}
