package dev.ingot.deploy.planfile;

import dev.ingot.address.DeposedKey;
import dev.ingot.address.InstanceAddress;
import dev.ingot.address.ModuleAddress;
import dev.ingot.address.ProviderAddress;
import dev.ingot.address.ProviderConfigAddress;
import dev.ingot.address.Target;
import dev.ingot.deploy.ActionReason;
import dev.ingot.deploy.ChangeAction;
import dev.ingot.deploy.CheckResult;
import dev.ingot.deploy.ImportKey;
import dev.ingot.deploy.ModuleOutput;
import dev.ingot.deploy.OutputChange;
import dev.ingot.deploy.Plan;
import dev.ingot.deploy.PlanMode;
import dev.ingot.deploy.PlanOptions;
import dev.ingot.deploy.ResourceChange;
import dev.ingot.lang.value.Bytes;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.ValuePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A plan without its states and its configuration, in its canonical form: the same plan is always
 * the same bytes.
 */
record PlanContent(
    PlanOptions options,
    List<ResourceChange> changes,
    List<ResourceChange> drift,
    SortedMap<String, OutputChange> outputs,
    List<ModuleOutput> moduleOutputs,
    SortedMap<String, Value> variables,
    SortedMap<String, Value> given,
    List<CheckResult> checks,
    boolean errored,
    List<ProviderAddress> providers,
    String workspace) {

  private interface Writing<T> {
    void write(T item) throws IOException;
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  /**
   * The bytes of a plan.
   *
   * @param kept the names of the variables whose values are kept
   */
  static byte[] write(Plan plan, Set<String> kept) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      ValueWriter values = new ValueWriter(out);
      values.text(plan.workspace());
      values.text(plan.options().mode().name());
      out.writeBoolean(plan.options().refresh());
      list(plan.options().targets(), out, target -> values.text(target.toString()));
      list(plan.options().excludes(), out, target -> values.text(target.toString()));
      list(plan.options().replace(), out, target -> values.text(target.toString()));
      list(plan.changes(), out, change -> change(change, out, values));
      list(plan.drift(), out, change -> change(change, out, values));
      list(plan.outputs().values(), out, change -> output(change, out, values));
      list(
          plan.moduleOutputs(),
          out,
          output -> {
            values.text(output.module().toString());
            values.text(output.name());
          });
      variables(plan.variables(), kept, out, values);
      variables(plan.given(), kept, out, values);
      list(plan.checks(), out, check -> check(check, out, values));
      out.writeBoolean(plan.errored());
      List<String> providers =
          plan.schemas().keySet().stream().map(ProviderAddress::toString).sorted().toList();
      list(providers, out, values::text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void variables(
      SortedMap<String, Value> all, Set<String> kept, DataOutputStream out, ValueWriter values)
      throws IOException {
    list(
        all.entrySet().stream().filter(variable -> kept.contains(variable.getKey())).toList(),
        out,
        variable -> {
          values.text(variable.getKey());
          values.value(variable.getValue());
        });
  }

  private static SortedMap<String, Value> variables(ValueReader values) throws IOException {
    SortedMap<String, Value> variables = new TreeMap<>(Value.KEY_ORDER);
    int count = values.count();
    for (int i = 0; i < count; i++) {
      String name = values.text();
      variables.put(name, values.value());
    }
    return variables;
  }

  private static <T> void list(Collection<T> items, DataOutputStream out, Writing<T> writing)
      throws IOException {
    out.writeInt(items.size());
    for (T item : items) {
      writing.write(item);
    }
  }

  private static void change(ResourceChange change, DataOutputStream out, ValueWriter values)
      throws IOException {
    values.text(change.address().toString());
    values.text(change.previousAddress().toString());
    values.text(change.deposed().map(DeposedKey::text).orElse(""));
    values.text(change.provider().toString());
    values.text(change.action().name());
    values.text(change.reason().name());
    values.value(change.before());
    values.value(change.after());
    list(change.replacePaths(), out, values::path);
    byte[] kept = change.plannedPrivate().toByteArray();
    out.writeInt(kept.length);
    out.write(kept);
    out.writeBoolean(change.importKey().isPresent());
    values.text(change.importKey().map(ImportKey::text).orElse(""));
    out.writeBoolean(change.importKey().map(ImportKey::identity).orElse(false));
    out.writeLong(change.schemaVersion());
    values.text(change.generated().orElse(""));
  }

  private static void output(OutputChange change, DataOutputStream out, ValueWriter values)
      throws IOException {
    values.text(change.name());
    values.text(change.action().name());
    values.value(change.before());
    values.value(change.after());
    out.writeBoolean(change.beforeSensitive());
    out.writeBoolean(change.afterSensitive());
  }

  private static void check(CheckResult check, DataOutputStream out, ValueWriter values)
      throws IOException {
    values.text(check.kind());
    values.text(check.address());
    values.text(check.status().name());
    list(
        check.objects(),
        out,
        object -> {
          values.text(object.address());
          values.text(object.status().name());
          list(object.failures(), out, values::text);
        });
  }

  static PlanContent read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ValueReader values = new ValueReader(in);
      String workspace = values.text();
      PlanMode mode = PlanMode.valueOf(values.text());
      boolean refresh = in.readBoolean();
      List<Target> targets = list(values, () -> Target.parse(values.text()));
      List<Target> excludes = list(values, () -> Target.parse(values.text()));
      List<Target> replace = list(values, () -> Target.parse(values.text()));
      List<ResourceChange> changes = list(values, () -> change(in, values));
      List<ResourceChange> drift = list(values, () -> change(in, values));
      SortedMap<String, OutputChange> outputs = new TreeMap<>(Value.KEY_ORDER);
      for (OutputChange output : list(values, () -> output(in, values))) {
        outputs.put(output.name(), output);
      }
      List<ModuleOutput> moduleOutputs =
          list(values, () -> new ModuleOutput(ModuleAddress.parse(values.text()), values.text()));
      SortedMap<String, Value> variables = variables(values);
      SortedMap<String, Value> given = variables(values);
      List<CheckResult> checks = list(values, () -> check(values));
      boolean errored = in.readBoolean();
      List<ProviderAddress> providers = list(values, () -> ProviderAddress.parse(values.text()));
      return new PlanContent(
          new PlanOptions(mode, refresh, targets, excludes, replace),
          changes,
          drift,
          outputs,
          moduleOutputs,
          variables,
          given,
          checks,
          errored,
          providers,
          workspace);
    } catch (IllegalArgumentException e) {
      throw new EOFException("unknown word");
    }
  }

  private static <T> List<T> list(ValueReader values, Reading<T> reading) throws IOException {
    int count = values.count();
    List<T> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(reading.read());
    }
    return items;
  }

  private static ResourceChange change(DataInputStream in, ValueReader values) throws IOException {
    InstanceAddress address = InstanceAddress.parse(values.text());
    InstanceAddress previous = InstanceAddress.parse(values.text());
    String deposed = values.text();
    ProviderConfigAddress provider = ProviderConfigAddress.parse(values.text());
    ChangeAction action = ChangeAction.valueOf(values.text());
    ActionReason reason = ActionReason.valueOf(values.text());
    Value before = values.value();
    Value after = values.value();
    List<ValuePath> paths = list(values, values::path);
    byte[] kept = values.bytes();
    boolean imported = in.readBoolean();
    String importKey = values.text();
    boolean identity = in.readBoolean();
    long schemaVersion = in.readLong();
    String generated = values.text();
    return new ResourceChange(
        address,
        previous,
        deposed.isEmpty() ? Optional.empty() : Optional.of(new DeposedKey(deposed)),
        provider,
        action,
        reason,
        before,
        after,
        paths,
        Bytes.of(kept),
        imported ? Optional.of(new ImportKey(importKey, identity)) : Optional.empty(),
        schemaVersion,
        generated.isEmpty() ? Optional.empty() : Optional.of(generated));
  }

  private static OutputChange output(DataInputStream in, ValueReader values) throws IOException {
    return new OutputChange(
        values.text(),
        ChangeAction.valueOf(values.text()),
        values.value(),
        values.value(),
        in.readBoolean(),
        in.readBoolean());
  }

  private static CheckResult check(ValueReader values) throws IOException {
    return new CheckResult(
        values.text(),
        values.text(),
        CheckResult.Status.valueOf(values.text()),
        list(
            values,
            () ->
                new CheckResult.Instance(
                    values.text(),
                    CheckResult.Status.valueOf(values.text()),
                    list(values, values::text))));
  }
}
