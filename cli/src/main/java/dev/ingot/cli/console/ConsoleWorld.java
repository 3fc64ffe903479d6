package dev.ingot.cli.console;

import dev.ingot.address.InstanceAddress;
import dev.ingot.cli.invocation.Invocation;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.call.ProviderPool;
import dev.ingot.deploy.configuration.LocalValue;
import dev.ingot.deploy.configuration.ModuleConfiguration;
import dev.ingot.deploy.configuration.ModuleTree;
import dev.ingot.deploy.document.DecodedState;
import dev.ingot.deploy.evaluation.Inspection;
import dev.ingot.deploy.evaluation.RepetitionData;
import dev.ingot.deploy.evaluation.World;
import dev.ingot.deploy.reference.Node;
import dev.ingot.deploy.reference.ReferenceGraph;
import dev.ingot.graph.Cancellation;
import dev.ingot.graph.Verdict;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.SourceFile;
import dev.ingot.lang.eval.Console;
import dev.ingot.lang.eval.Evaluator;
import dev.ingot.lang.eval.Scope;
import dev.ingot.lang.syntax.Expression;
import dev.ingot.lang.syntax.Syntax;
import dev.ingot.lang.value.Type;
import dev.ingot.lang.value.Value;
import dev.ingot.state.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What expressions typed at the console may look at: the configuration, the values of its
 * variables, and the objects of its state. An expression is evaluated as if it were a local value
 * of the root module, so that the same rules hold for it.
 */
public final class ConsoleWorld implements ConsoleNames, AutoCloseable {
  /** No local value of a configuration can have this name. */
  private static final String NAME = "console input";

  private final Configuration configuration;
  private final Map<String, Value> variables;
  private final Setting setting;
  private final ProviderPool pool;
  private final Map<InstanceAddress, Value> stored = new HashMap<>();

  /**
   * @param variables the values of the root module's variables
   * @param diagnostics receives errors in the objects of the state
   */
  public ConsoleWorld(
      Invocation invocation,
      Configuration configuration,
      Map<String, Value> variables,
      State state,
      Diagnostics diagnostics)
      throws IOException {
    this.configuration = configuration;
    this.variables = Map.copyOf(variables);
    this.setting = invocation.project().setting();
    this.pool = new ProviderPool(invocation.project().providers());
    try (DecodedState values = new DecodedState(invocation.project().providers())) {
      for (DecodedState.Stored object : values.all(state, diagnostics)) {
        if (object.deposed().isEmpty()) {
          stored.put(object.address(), object.value());
        }
      }
    }
  }

  /** Puts the objects a plan would lead to in place of those that are. */
  public void planned(Plan plan) {
    for (ResourceChange change : plan.changes()) {
      if (change.deposed().isEmpty()) {
        stored.put(change.address(), change.after());
      }
    }
  }

  /** Why some values are unknown: errors of variables, their rules, local values and outputs. */
  public List<Diagnostic> problems() {
    Diagnostics found = new Diagnostics();
    Optional<ReferenceGraph> references =
        ReferenceGraph.build(configuration.root(), pool, new Diagnostics());
    if (references.isEmpty()) {
      return List.of();
    }
    Inspection inspection = new Inspection(world(references.get()), variables, stored);
    references
        .get()
        .graph()
        .walk(
            1,
            new Cancellation(),
            node -> {
              Diagnostics heard = new Diagnostics();
              inspection.visit(node, heard);
              if (node instanceof Node.Variable
                  || node instanceof Node.Validation
                  || node instanceof Node.Local
                  || node instanceof Node.Output) {
                found.addAll(heard);
              }
              return Verdict.DONE;
            });
    return found.list();
  }

  private World world(ReferenceGraph references) {
    return new World(
        World.Purpose.CONSOLE, setting, references.root(), pool.functions(setting.functions()));
  }

  /** The result of an expression with all its references evaluated. */
  private interface Asked<T> {
    Optional<T> of(Expression expression, Scope scope, Diagnostics diagnostics);
  }

  @Override
  public Optional<String> print(String text, Diagnostics diagnostics) {
    return ask(text, Console::print, diagnostics);
  }

  @Override
  public Collection<String> attributes(String text) {
    Optional<Value> value =
        ask(
            text,
            (expression, scope, problems) ->
                Optional.of(Evaluator.evaluate(expression, scope, problems)),
            new Diagnostics());
    if (value.isEmpty() || value.get().marks().sensitive()) {
      return List.of();
    }
    if (value.get().unmarked() instanceof Value.MapValue map) {
      return map.entries().keySet();
    }
    return value.get().type() instanceof Type.ObjectType object
        ? object.attributes().keySet()
        : List.of();
  }

  private <T> Optional<T> ask(String text, Asked<T> asked, Diagnostics diagnostics) {
    Diagnostics own = new Diagnostics();
    // A heredoc needs a line end behind its last line.
    String input = text.contains("\n") ? text + "\n" : text;
    SourceFile file = SourceFile.unlisted("<console-input>", input);
    Expression expression = Syntax.parseExpression(file, own);
    Optional<T> answer = own.hasErrors() ? Optional.empty() : ask(expression, asked, file, own);
    diagnostics.addAll(own);
    return own.hasErrors() ? Optional.empty() : answer;
  }

  private <T> Optional<T> ask(
      Expression expression, Asked<T> asked, SourceFile file, Diagnostics own) {
    ModuleTree root =
        withLocal(new LocalValue(NAME, expression, file.range(0, 0), file.range(0, 0)));
    Optional<ReferenceGraph> references = ReferenceGraph.build(root, pool, own);
    if (references.isEmpty()) {
      return Optional.empty();
    }
    World world = world(references.get());
    Inspection inspection = new Inspection(world, variables, stored);
    List<T> answers = new ArrayList<>();
    references
        .get()
        .graph()
        .walk(
            1,
            new Cancellation(),
            node -> {
              // Errors elsewhere make values unknown, and were reported by problems().
              boolean isInput = node instanceof Node.Local local && isInput(local);
              Diagnostics heard = isInput ? own : new Diagnostics();
              node.problems().forEach(heard::add);
              if (!isInput) {
                inspection.visit(node, heard);
              } else if (!own.hasErrors()) {
                asked
                    .of(expression, world.scope(world.root(), RepetitionData.NONE), own)
                    .ifPresent(answers::add);
              }
              return Verdict.DONE;
            });
    return answers.stream().findFirst();
  }

  private static boolean isInput(Node.Local node) {
    return node.module().isRoot() && node.local().name().equals(NAME);
  }

  private ModuleTree withLocal(LocalValue local) {
    ModuleTree tree = configuration.root();
    ModuleConfiguration module = tree.module();
    Map<String, LocalValue> locals = new LinkedHashMap<>(module.locals());
    locals.put(local.name(), local);
    return new ModuleTree(
        tree.path(),
        new ModuleConfiguration(
            module.folder(),
            module.variables(),
            locals,
            module.outputs(),
            module.resources(),
            module.calls(),
            module.providers(),
            module.requirements(),
            module.metadata(),
            module.moved(),
            module.removed(),
            module.imports(),
            module.checks(),
            module.backend(),
            module.encryption(),
            module.fileCount()),
        tree.children());
  }

  @Override
  public List<String> functions() {
    List<String> names = new ArrayList<>(setting.functions().names());
    names.add("type");
    return names;
  }

  @Override
  public Collection<String> names() {
    TreeSet<String> names = new TreeSet<>();
    ModuleConfiguration module = configuration.root().module();
    module.variables().keySet().forEach(name -> names.add("var." + name));
    module.locals().keySet().forEach(name -> names.add("local." + name));
    module.resources().keySet().forEach(names::add);
    module.calls().keySet().forEach(name -> names.add("module." + name));
    names.addAll(List.of("path.module", "path.root", "path.cwd", "terraform.workspace"));
    return names;
  }

  @Override
  public void close() {
    pool.close();
  }
}
