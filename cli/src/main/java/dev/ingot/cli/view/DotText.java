package dev.ingot.cli.view;

import dev.ingot.graph.Build;
import dev.ingot.graph.Graph;
import dev.ingot.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A graph of steps in Graphviz's language, without edges that follow from others. Rules: the
 * recorded output of Terraform 1.11.
 */
final class DotText {
  /** What is reached when everything is done. */
  static final String ROOT = "root";

  private final GraphBuilder<String> builder = new GraphBuilder<>();
  private final Set<String> edges = new TreeSet<>();
  private final List<Shape> shapes = new ArrayList<>();

  private record Shape(String name, String label, String form) {
    String line() {
      return quoted(name) + " [label = " + ValueText.quoted(label) + ", shape = \"" + form + "\"]";
    }
  }

  /** Adds a step. */
  void node(String name) {
    builder.addNode(name);
  }

  /** Adds that a step comes after another. */
  void edge(String name, String before) {
    builder.addEdge(name, before);
    edges.add(line(name, before));
  }

  /** Says how a step looks. */
  void shape(String name, String label, String form) {
    shapes.add(new Shape(name, label, form));
  }

  private static String quoted(String name) {
    return ValueText.quoted("[root] " + name);
  }

  private static String line(String name, String before) {
    return quoted(name) + " -> " + quoted(before);
  }

  /** Of a state that contradicts itself, in a circle, nothing is left out. */
  private Set<String> drawn() {
    if (!(builder.build() instanceof Build.Acyclic<String>(Graph<String> graph))) {
      return edges;
    }
    Graph<String> reduced = graph.reduced();
    Set<String> left = new TreeSet<>();
    for (String name : reduced.nodes()) {
      reduced.dependencies(name).forEach(before -> left.add(line(name, before)));
    }
    return left;
  }

  String text() {
    shapes.sort(Comparator.comparing(Shape::name));
    StringBuilder out =
        new StringBuilder(
            "digraph {\n\tcompound = \"true\"\n\tnewrank = \"true\"\n\tsubgraph \"root\" {\n");
    shapes.forEach(shape -> out.append("\t\t").append(shape.line()).append('\n'));
    drawn().forEach(line -> out.append("\t\t").append(line).append('\n'));
    return out.append("\t}\n}\n").toString();
  }
}
