terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
    ingot = {
      source = "ingot.dev/ingot/ingot"
    }
  }
}

variable "region" {
  default = "eu-central-1"
}

provider "aws" {
  region = var.region
}

# The image that the channel points to, in this region.
data "ingot_image" "web" {
  bucket  = "web"
  channel = "production"
  region  = var.region
}

resource "aws_security_group" "web" {
  name = "web"

  ingress {
    from_port   = 80
    to_port     = 80
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "web" {
  count                  = 3
  ami                    = data.ingot_image.web.image_id
  instance_type          = "t3.micro"
  vpc_security_group_ids = [aws_security_group.web.id]

  tags = {
    Name = "web-${count.index}"
  }
}

output "addresses" {
  value = aws_instance.web[*].public_ip
}
