variable "needed" {
  type = string
}
variable "number" {
  type    = number
  default = 1
}
variable "port" {
  type    = number
  default = 80
  validation {
    condition     = var.port > 1024
    error_message = "The port must be above 1024."
  }
}
variable "typo" {
  type    = strin
  default = "x"
}
source "fake" "a" {
  base = "x"
}
build {
  sources = ["source.fake.a"]
}
