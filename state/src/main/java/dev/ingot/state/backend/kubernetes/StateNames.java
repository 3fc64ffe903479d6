package dev.ingot.state.backend.kubernetes;

import dev.ingot.lang.value.Value;
import dev.ingot.state.StateException;
import dev.ingot.state.backend.kubernetes.KubernetesApi.Kind;
import dev.ingot.state.remote.JsonAnswer;
import java.util.Map;
import java.util.TreeMap;

/** What the objects of states are called, and labelled with. Rules: as recorded of Terraform. */
record StateNames(String suffix, Map<String, String> labels) {
  private static final int LONGEST = 253;

  StateNames {
    labels = Map.copyOf(labels);
  }

  /**
   * The secret of a workspace.
   *
   * @throws StateException if Kubernetes has no such names
   */
  String secret(String workspace) {
    String name = "tfstate-" + workspace + "-" + suffix;
    boolean good =
        name.length() <= LONGEST
            && name.chars()
                .allMatch(
                    c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')
            && Character.isLetterOrDigit(name.charAt(name.length() - 1))
            && !name.contains("..")
            && !name.contains(".-")
            && !name.contains("-.");
    if (!good) {
      throw new StateException(
          "the secret name "
              + name
              + " is invalid: names in Kubernetes have lower case letters, digits, \"-\" and \".\","
              + " begin and end with a letter or digit, and have 253 characters at most. Use"
              + " another name for the workspace, or another secret_suffix.");
    }
    return name;
  }

  /** The secret of the part of a state that has a number; the first is 1. */
  String part(String workspace, int number) {
    return secret(workspace) + "-part-" + number;
  }

  /** The lease of a workspace. */
  String lease(String workspace) {
    return "lock-" + secret(workspace);
  }

  /** A new object. */
  JsonAnswer object(Kind kind, String namespace, String name, String workspace) {
    return labelled(
        JsonAnswer.NONE
            .with(Value.of(kind.version()), "apiVersion")
            .with(Value.of(kind.singular()), "kind")
            .with(Value.of(name), "metadata", "name")
            .with(Value.of(namespace), "metadata", "namespace"),
        workspace);
  }

  /** An object with all labels: Terraform finds secrets by them, those of the block included. */
  JsonAnswer labelled(JsonAnswer object, String workspace) {
    Map<String, String> all = new TreeMap<>();
    all.put("tfstate", "true");
    all.put("tfstateSecretSuffix", suffix);
    all.put("tfstateWorkspace", workspace);
    all.put("app.kubernetes.io/managed-by", "terraform");
    all.putAll(labels);
    JsonAnswer labelled = object;
    for (Map.Entry<String, String> label : all.entrySet()) {
      labelled = labelled.with(Value.of(label.getValue()), "metadata", "labels", label.getKey());
    }
    return labelled;
  }

  /** What finds the secrets of all workspaces. */
  String selector() {
    return "tfstate=true,tfstateSecretSuffix=" + suffix;
  }

  /** What finds the secrets of one workspace. */
  String selector(String workspace) {
    return selector() + ",tfstateWorkspace=" + workspace;
  }
}
