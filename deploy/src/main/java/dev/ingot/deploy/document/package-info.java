/**
 * Configurations, plans, states and events as JSON for other programs. Rules: the JSON output of
 * Terraform 1.11.
 */
@NullMarked
package dev.ingot.deploy.document;

import org.jspecify.annotations.NullMarked;
