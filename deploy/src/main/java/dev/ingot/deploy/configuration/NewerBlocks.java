package dev.ingot.deploy.configuration;

import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.syntax.Body.Block;
import dev.ingot.lang.syntax.Body.BlockSchema;
import java.util.ArrayList;
import java.util.List;

/** Blocks and files of versions of Terraform after 1.11 that are not supported yet. */
final class NewerBlocks {
  static final BlockSchema LIST = new BlockSchema("list", "type", "name");
  static final BlockSchema ACTION = new BlockSchema("action", "type", "name");
  static final BlockSchema TRIGGER = new BlockSchema("action_trigger");

  private NewerBlocks() {}

  /** Reports a block if it is one of them; whether it is. */
  static boolean refuse(Block block, Diagnostics diagnostics) {
    String what =
        switch (block.type()) {
          case "list" ->
              "A \"list\" block asks a provider for existing objects, for the command \"query\" of"
                  + " Terraform 1.14.";
          case "action" ->
              "An \"action\" block declares an operation of a provider that Terraform 1.14 runs"
                  + " when objects change, or on request.";
          case "action_trigger" ->
              "An \"action_trigger\" block tells Terraform 1.14 to run operations of a provider"
                  + " when the object changes.";
          default -> "";
        };
    if (what.isEmpty()) {
      return false;
    }
    diagnostics.error(
        "Unsupported block type",
        what + " Such blocks are not supported yet. Remove the block.",
        block.typeRange());
    return true;
  }

  /** Warns of the files among the root module's that hold queries. */
  static void warnOfQueries(List<String> names, Diagnostics diagnostics) {
    List<String> queries = new ArrayList<>();
    for (String name : names) {
      if (name.endsWith(".tfquery.hcl") || name.endsWith(".tfquery.json")) {
        queries.add(name);
      }
    }
    if (!queries.isEmpty()) {
      queries.sort(null);
      diagnostics.add(
          Diagnostic.warning(
              "Query files are not read",
              "Files that end with .tfquery.hcl ask providers for existing objects, for the command"
                  + " \"query\" of Terraform 1.14, which is not supported yet: "
                  + String.join(", ", queries)
                  + "."));
    }
  }
}
