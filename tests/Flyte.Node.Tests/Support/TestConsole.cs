using System.Text;
using Flyte.Actors;
using Spectre.Console;

namespace Flyte.Node.Tests.Support;

/// <summary>The program's streams as strings.</summary>
internal sealed class TestConsole
{
    private readonly SharedText output = new();
    private readonly SharedText error = new();

    internal string Input { get; init; } = "";

    internal string Directory { get; init; } = Environment.CurrentDirectory;

    /// <summary>By default, variables that no machine has.</summary>
    internal string SettingPrefix { get; init; } = "FLYTE_TEST__";

    /// <summary>The environment variables that are no settings; by default, none.</summary>
    internal Dictionary<string, string> Variables { get; init; } = [];

    internal CancellationToken Interrupted { get; init; }

    /// <summary>By default, runs are not recorded.</summary>
    internal FlyteStore Store { get; init; } = FlyteStore.Memory;

    /// <summary>Called with what is about to be said.</summary>
    internal Action<string> Saying { get; init; } = _ => { };

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether the error stream is a terminal.</summary>
    internal bool Terminal { get; init; }

    /// <summary>Whether the results are seen on that terminal too.</summary>
    internal bool OutIsTerminal { get; init; }

    internal string Out => output.ToString();

    internal string Error => error.ToString();

    internal string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    internal NodeConsole Open() => new()
    {
        Out = output.Open(),
        OutIsTerminal = OutIsTerminal,
        Error = Terminal ? TerminalOn(error.Open()) : NodeConsole.Plain(error.Open(Saying)),
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(Input)),
        Directory = Directory,
        SettingPrefix = SettingPrefix,
        Variable = name => Variables.GetValueOrDefault(name),
        DefaultStore = () => Store,
        Interrupted = Interrupted,
        Time = Time,
    };

    private static IAnsiConsole TerminalOn(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new TerminalOutput(writer),
        Ansi = AnsiSupport.Yes,
        Interactive = InteractionSupport.Yes,
    });

    private sealed class TerminalOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 120;

        public int Height => 40;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
