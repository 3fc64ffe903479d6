locals {
  a = local.b
  b = "${local.c}!"
  c = [local.a]
}
source "fake" "a" {
  base = local.a
}
build {
  sources = ["source.fake.a"]
}
