/** What a folder of configuration files declares, decoded but not evaluated. */
@NullMarked
package dev.ingot.deploy.configuration;

import org.jspecify.annotations.NullMarked;
