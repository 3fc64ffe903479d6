/**
 * The protocols by which other hosts offer providers: discovery of services, registries, mirrors,
 * and the credentials for them. Rules: the documentation of Terraform's provider registry protocol,
 * provider network mirror protocol and remote service discovery.
 */
@NullMarked
package dev.ingot.provider.registry;

import org.jspecify.annotations.NullMarked;
