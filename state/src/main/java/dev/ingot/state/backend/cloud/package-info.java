/**
 * The backends {@code cloud} and {@code remote}: states and workspaces of HCP Terraform, Terraform
 * Enterprise and what speaks their API. Runs on the service's side are not here.
 */
@NullMarked
package dev.ingot.state.backend.cloud;

import org.jspecify.annotations.NullMarked;
