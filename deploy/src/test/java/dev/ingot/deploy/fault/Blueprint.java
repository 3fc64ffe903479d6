package dev.ingot.deploy.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A small configuration and the ways it may change from one stage to the next. What an object is
 * named is its address without quotation marks, at the time of its creation.
 */
final class Blueprint {
  private static final int MOST_BLOCKS = 7;
  private static final List<String> KEYS = List.of("k", "l", "m");

  /** How many instances a block has. */
  enum Repetition {
    NONE,
    COUNT,
    EACH
  }

  /** A resource. */
  private static final class Block {
    String label = "";
    String type = SimulatedProvider.KEYED;
    boolean inModule;
    Repetition repetition = Repetition.NONE;
    int count = 1;
    SortedSet<String> keys = new TreeSet<>();
    boolean createsFirst;
    int kind;
    int size;
    List<String> uses = new ArrayList<>();

    String reference() {
      return type + "." + label;
    }
  }

  private final RandomGenerator random;
  private final List<Block> blocks = new ArrayList<>();
  private final SortedSet<String> modules = new TreeSet<>();
  private final List<String> statements = new ArrayList<>();
  private final List<String> forgotten = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private int labels;

  Blueprint(RandomGenerator random) {
    this.random = random;
    modules.add("x");
    int size = 2 + random.nextInt(MOST_BLOCKS - 2);
    for (int i = 0; i < size; i++) {
      add();
    }
  }

  /** What changed since the stage before. */
  List<String> steps() {
    return List.copyOf(steps);
  }

  /** The resources, by {@code TYPE.LABEL}, that are no longer managed, and not destroyed. */
  List<String> forgotten() {
    return List.copyOf(forgotten);
  }

  private Block add() {
    Block block = new Block();
    block.label = "r" + labels++;
    block.type = random.nextInt(3) == 0 ? SimulatedProvider.PLAIN : SimulatedProvider.KEYED;
    block.inModule = random.nextInt(4) == 0;
    block.repetition = Repetition.values()[random.nextInt(3)];
    block.count = 1 + random.nextInt(3);
    block.keys.addAll(KEYS.subList(0, 1 + random.nextInt(KEYS.size())));
    block.createsFirst = random.nextInt(3) == 0;
    for (Block other : blocks) {
      if (other.inModule == block.inModule && random.nextInt(3) == 0) {
        block.uses.add(other.label);
      }
    }
    blocks.add(block);
    steps.add("add " + block.reference() + (block.inModule ? " in the module" : ""));
    return block;
  }

  /**
   * Goes to the next stage.
   *
   * @param cloud where objects to be imported are
   */
  void change(SimulatedCloud cloud) {
    steps.clear();
    statements.clear();
    forgotten.clear();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      changeOnce(cloud);
    }
  }

  private void changeOnce(SimulatedCloud cloud) {
    Optional<Block> any =
        blocks.isEmpty()
            ? Optional.empty()
            : Optional.of(blocks.get(random.nextInt(blocks.size())));
    if (any.isEmpty()) {
      add();
      return;
    }
    Block block = any.get();
    switch (random.nextInt(11)) {
      case 0, 1 -> {
        block.size++;
        steps.add("update " + block.reference());
      }
      case 2, 3 -> {
        // What is imported and replaced at once, and not made anew, can't be imported again.
        if (isSettled(block)) {
          block.kind++;
          steps.add("replace " + block.reference());
        }
      }
      case 4 -> remove(block, false);
      case 5 -> resize(block);
      case 6 -> rename(block);
      case 7 -> {
        if (random.nextBoolean()) {
          block.createsFirst = !block.createsFirst;
          steps.add("create_before_destroy of " + block.reference() + " " + block.createsFirst);
        } else {
          remove(block, true);
        }
      }
      case 8 -> toggle(modules, "module");
      case 9 -> adopt(cloud);
      default -> add();
    }
  }

  private void toggle(SortedSet<String> keys, String what) {
    String key = List.of("x", "y").get(random.nextInt(2));
    if (!keys.remove(key)) {
      keys.add(key);
    }
    steps.add(what + " " + keys);
  }

  private void remove(Block block, boolean forgets) {
    if (!isSettled(block)) {
      return;
    }
    blocks.remove(block);
    blocks.forEach(other -> other.uses.remove(block.label));
    if (forgets && !block.inModule) {
      forgotten.add(block.reference());
      statements.add(
          "removed {\n  from = "
              + block.reference()
              + "\n  lifecycle {\n    destroy = false\n  }\n}\n");
      steps.add("forget " + block.reference());
    } else {
      steps.add("remove " + block.reference());
    }
  }

  /** Whether no statement of this stage names it. */
  private boolean isSettled(Block block) {
    return statements.stream()
        .noneMatch(
            text ->
                text.contains(block.reference() + "\n") || text.contains(block.reference() + "["));
  }

  private void resize(Block block) {
    switch (block.repetition) {
      case NONE -> {
        if (!block.inModule && isSettled(block)) {
          block.repetition = random.nextBoolean() ? Repetition.COUNT : Repetition.EACH;
          block.keys.add("k");
          if (block.repetition == Repetition.EACH) {
            statements.add(
                "moved {\n  from = "
                    + block.reference()
                    + "\n  to = "
                    + block.reference()
                    + "[\"k\"]\n}\n");
          }
          steps.add("repeat " + block.reference() + " " + block.repetition);
        }
      }
      case COUNT -> {
        block.count = random.nextInt(4);
        steps.add("count of " + block.reference() + " " + block.count);
      }
      case EACH -> {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        if (!block.keys.remove(key)) {
          block.keys.add(key);
        }
        steps.add("keys of " + block.reference() + " " + block.keys);
      }
    }
  }

  private void rename(Block block) {
    if (block.inModule || !isSettled(block)) {
      return;
    }
    String before = block.reference();
    String label = block.label;
    block.label = "r" + labels++;
    for (Block other : blocks) {
      other.uses.replaceAll(used -> used.equals(label) ? block.label : used);
    }
    statements.add("moved {\n  from = " + before + "\n  to = " + block.reference() + "\n}\n");
    steps.add("move " + before + " to " + block.reference());
  }

  private void adopt(SimulatedCloud cloud) {
    Block block = add();
    block.inModule = false;
    block.uses.clear();
    block.repetition = Repetition.NONE;
    String id = cloud.madeByHand(block.type, block.reference());
    statements.add("import {\n  to = " + block.reference() + "\n  id = \"" + id + "\"\n}\n");
    steps.add("import " + id + " as " + block.reference());
  }

  /** How many objects there are to be. */
  int instances() {
    int sum = 0;
    for (Block block : blocks) {
      int each =
          switch (block.repetition) {
            case NONE -> 1;
            case COUNT -> block.count;
            case EACH -> block.keys.size();
          };
      sum += each * (block.inModule ? modules.size() : 1);
    }
    return sum;
  }

  /** The files. */
  Map<String, String> files() {
    StringBuilder root = new StringBuilder(requirements());
    statements.forEach(root::append);
    StringBuilder module = new StringBuilder(requirements()).append("variable \"at\" {}\n");
    boolean inModule = false;
    for (Block block : blocks) {
      (block.inModule ? module : root).append(text(block));
      inModule |= block.inModule;
    }
    if (inModule) {
      root.append("module \"m\" {\n  source = \"./m\"\n  for_each = toset(")
          .append(list(modules))
          .append(")\n  at = \"module.m[${each.key}].\"\n}\n");
    }
    Map<String, String> files = new TreeMap<>();
    files.put("main.tf", root.toString());
    files.put("m/main.tf", module.toString());
    return files;
  }

  private static String requirements() {
    return """
    terraform {
      required_providers {
        keyed = { source = "example.org/test/keyed" }
        plain = { source = "example.org/test/plain" }
      }
    }
    """;
  }

  private static String list(Iterable<String> texts) {
    StringBuilder out = new StringBuilder("[");
    texts.forEach(text -> out.append('"').append(text).append("\","));
    return out.append("]").toString();
  }

  private String text(Block block) {
    String address = (block.inModule ? "${var.at}" : "") + block.reference();
    String repeated =
        switch (block.repetition) {
          case NONE -> "";
          case COUNT -> "  count = " + block.count + "\n";
          case EACH -> "  for_each = toset(" + list(block.keys) + ")\n";
        };
    String index =
        switch (block.repetition) {
          case NONE -> "";
          case COUNT -> "[${count.index}]";
          case EACH -> "[${each.key}]";
        };
    StringBuilder uses = new StringBuilder();
    for (String label : block.uses) {
      for (Block other : blocks) {
        if (other.label.equals(label)) {
          uses.append(
              other.repetition == Repetition.EACH
                  ? "values(" + other.reference() + ")[*].id, "
                  : other.reference() + "[*].id, ");
        }
      }
    }
    return "resource \""
        + block.type
        + "\" \""
        + block.label
        + "\" {\n"
        + repeated
        + "  name = \""
        + address
        + index
        + "\"\n"
        + "  kind = \""
        + block.kind
        + "\"\n"
        + "  size = "
        + block.size
        + "\n"
        + (uses.isEmpty() ? "" : "  uses = concat(" + uses + ")\n")
        + "  lifecycle {\n    create_before_destroy = "
        + block.createsFirst
        + "\n  }\n}\n";
  }
}
