# What Deploy.java deploys: nothing that costs anything.

variable "size" {
  type    = number
  default = 3
}

resource "terraform_data" "web" {
  count = var.size
  input = "web ${count.index}"
}

output "names" {
  value = terraform_data.web[*].output
}
