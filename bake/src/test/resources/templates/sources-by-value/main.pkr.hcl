variable "enabled" {
  type    = list(string)
  default = ["source.fake.a", "source.fake.b"]
}
locals {
  wanted = [for s in ["a", "b"] : "source.fake.${s}"]
}
source "fake" "a" {
  base = "a"
}
source "fake" "b" {
  base = "b"
}
build {
  name    = "variable"
  sources = var.enabled
}
build {
  name    = "local"
  sources = local.wanted
}
build {
  name    = "call"
  sources = toset(concat(var.enabled, []))
}
build {
  name    = "element"
  sources = ["source.fake.${"a"}", var.enabled[1]]
}
build {
  name    = "short"
  sources = ["fake.a", sources.fake.b]
}
