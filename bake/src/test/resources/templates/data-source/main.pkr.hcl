data "null" "x" {
  input = upper(local.y)
}
locals {
  y = "y-${data.null.z.output}"
}
data "null" "z" {
  input = "z"
}
source "fake" "a" {
  base = data.null.x.output
}
build {
  sources = ["source.fake.a"]
}
