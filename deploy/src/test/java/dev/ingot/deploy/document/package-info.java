/** Tests of the documents of plans. */
@NullMarked
package dev.ingot.deploy.document;

import org.jspecify.annotations.NullMarked;
