package dev.ingot.deploy.test;

import dev.ingot.address.InstanceAddress;
import dev.ingot.deploy.CommandRunner;
import dev.ingot.deploy.Configuration;
import dev.ingot.deploy.Setting;
import dev.ingot.deploy.configuration.TestFile;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.Result;
import dev.ingot.lang.value.Value;
import dev.ingot.provider.Providers;
import dev.ingot.state.State;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What runs are carried out with.
 *
 * @param configuration the module under test
 * @param module reads the module in a folder, relative to the one under test
 * @param variables the values given for all runs of a file, by name, not converted
 * @param setting the surroundings
 * @param commands runs the commands of provisioners
 * @param stored decodes the objects of a state
 */
public record TestBench(
    Configuration configuration,
    Function<String, Result<Configuration>> module,
    Function<TestFile, Map<String, Value>> variables,
    Providers providers,
    Setting setting,
    CommandRunner commands,
    BiFunction<State, Diagnostics, Map<InstanceAddress, Value>> stored) {}
