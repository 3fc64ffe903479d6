/** Installs Packer plugins from their releases, from mirrors and from files. */
@org.jspecify.annotations.NullMarked
package dev.ingot.bake.plugin.install;
