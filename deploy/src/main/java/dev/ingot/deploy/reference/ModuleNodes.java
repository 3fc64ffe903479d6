package dev.ingot.deploy.reference;

import dev.ingot.deploy.configuration.ModuleTree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The nodes of one module, by name. */
public final class ModuleNodes {
  private final ModuleTree tree;
  final Map<String, Node.Variable> variables = new LinkedHashMap<>();
  final Map<String, Node.Validation> validations = new HashMap<>();
  final Map<String, Node.Local> locals = new LinkedHashMap<>();
  final Map<String, Node.Output> outputs = new LinkedHashMap<>();
  final Map<String, Node.Resource> resources = new LinkedHashMap<>();
  final Map<String, Node.Call> calls = new LinkedHashMap<>();
  final Map<String, Node.CallEnd> callEnds = new LinkedHashMap<>();
  final Map<String, Node.Check> checks = new LinkedHashMap<>();
  final Map<String, ModuleNodes> children = new LinkedHashMap<>();

  ModuleNodes(ModuleTree tree) {
    this.tree = tree;
  }

  /** The module. */
  public ModuleTree tree() {
    return tree;
  }

  /** The resources, by key. */
  public Map<String, Node.Resource> resources() {
    return resources;
  }

  /** The module calls, by name. */
  public Map<String, Node.Call> calls() {
    return calls;
  }

  /** The modules called, by the name of the call. */
  public Map<String, ModuleNodes> children() {
    return children;
  }
}
