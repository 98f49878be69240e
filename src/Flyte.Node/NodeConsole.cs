using System.Text;
using Flyte.Actors;
using Flyte.Node.Commands;
using Flyte.Node.Configuration;
using Flyte.Node.Output;
using Spectre.Console;

namespace Flyte.Node;

/// <summary>What a command sees of the world: its streams, its directory, its environment, its clock, and whether it is to stop.</summary>
internal sealed class NodeConsole : IAsyncDisposable
{
    /// <summary>What the names of this program's environment variables begin with.</summary>
    internal const string DefaultSettingPrefix = "FLYTE__";

    // Without a terminal nobody sees the width; a table should not be broken more than its content needs.
    private const int WidthWithoutTerminal = 160;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Results, and nothing else.</summary>
    internal required TextWriter Out { get; init; }

    /// <summary>Whether a person sees <see cref="Out"/> beside the progress.</summary>
    internal bool OutIsTerminal { get; init; }

    /// <summary>Progress, failures and all that is said to a person.</summary>
    internal required IAnsiConsole Error { get; init; }

    /// <summary>Whether <see cref="Error"/> can show a bar that moves.</summary>
    internal bool ErrorIsTerminal => Error.Profile.Out.IsTerminal && Error.Profile.Capabilities.Ansi;

    /// <summary>Opens the standard input.</summary>
    internal Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>What relative paths are relative to.</summary>
    internal string Directory { get; init; } = Environment.CurrentDirectory;

    /// <summary>What the names of the environment variables begin with that are settings.</summary>
    internal string SettingPrefix { get; init; } = DefaultSettingPrefix;

    /// <summary>The environment variables that are no settings.</summary>
    internal Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The store of who names none.</summary>
    internal Func<FlyteStore> DefaultStore { get; init; } = StoreText.OfUser;

    /// <summary>What to type to start this program again.</summary>
    internal string Program { get; init; } = CommandLine.Program;

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Cancelled by Ctrl-C.</summary>
    internal CancellationToken Interrupted { get; init; }

    /// <summary>The console of this process. What tasks and libraries print goes to the error stream, apart from the results.</summary>
    internal static NodeConsole OfProcess(CancellationToken interrupted)
    {
        Console.SetOut(new StreamWriter(Console.OpenStandardError(), Utf8) { AutoFlush = true });
        return new NodeConsole
        {
            Out = new StreamWriter(Console.OpenStandardOutput(), Utf8, bufferSize: 64 * 1024),
            OutIsTerminal = !Console.IsOutputRedirected,
            Error = Console.IsErrorRedirected ? Plain(Console.Error) : Terminal(Console.Error),
            Program = ProgramPath.Of(Environment.ProcessPath, Environment.GetCommandLineArgs()[0], Environment.CurrentDirectory),
            Interrupted = interrupted,
        };
    }

    /// <summary>A console that only ever writes plain text, whatever the machine says that it can do.</summary>
    internal static IAnsiConsole Plain(TextWriter writer)
    {
        var settings = Settings(writer, AnsiSupport.No);
        settings.ColorSystem = ColorSystemSupport.NoColors;
        settings.Interactive = InteractionSupport.No;
        settings.Enrichment.UseDefaultEnrichers = false;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = WidthWithoutTerminal;
        return console;
    }

    /// <summary>
    /// A console that can do what the terminal can. It is asked nothing, so that it does not matter whether the input or the output
    /// go elsewhere.
    /// </summary>
    private static IAnsiConsole Terminal(TextWriter writer)
    {
        var settings = Settings(writer, AnsiSupport.Detect);
        settings.Interactive = InteractionSupport.Yes;
        return AnsiConsole.Create(settings);
    }

    /// <summary>A line for a person, never broken, whatever came into it from elsewhere.</summary>
    internal void Say(string line) => Error.Profile.Out.Writer.WriteLine(Visible.InOneLine(line));

    /// <summary>Lines that belong together, and stay so whoever else says something meanwhile.</summary>
    internal void Say(IEnumerable<string> lines) =>
        Error.Profile.Out.Writer.Write(string.Concat(lines.Select(line => Visible.InOneLine(line) + Error.Profile.Out.Writer.NewLine)));

    public async ValueTask DisposeAsync()
    {
        await Out.FlushAsync().ConfigureAwait(false);
        await Error.Profile.Out.Writer.FlushAsync().ConfigureAwait(false);
    }

    private static AnsiConsoleSettings Settings(TextWriter writer, AnsiSupport ansi) =>
        new() { Out = new AnsiConsoleOutput(writer), Ansi = ansi };
}
