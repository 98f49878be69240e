using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Flyte.Actors.Tests;

/// <summary>Arrows point one way: what a room may use are the rooms before it.</summary>
public sealed class ArchitectureTests(ArchitectureTests.Sources sources) : IClassFixture<ArchitectureTests.Sources>
{
    private const int MostLines = 350;
    private static readonly string[][] Rooms =
    [
        ["Threads", "Payloads", "Telemetry"], ["Tasks"], ["Runs"], ["Placement"], ["Protocol"], ["Journal"], ["Wire"], ["Storage"], ["Runtime"], ["Client"], ["Cluster"], ["Hosting"],
    ];

    private static readonly string[] WithoutAkka = ["Threads", "Payloads", "Telemetry", "Tasks", "Runs", "Placement"];

    private static string Source([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "src");

    private static string Library => Path.GetFullPath(Path.Combine(Source(), "Flyte.Actors"));

    [Fact]
    public void Every_room_uses_only_the_rooms_before_it()
    {
        var uses = sources.Uses.Where(u => u.Of is not null && u.Of != u.By && Level(u.Of) >= Level(u.By)).Select(u => $"{u.File} uses {u.Symbol} of {u.Of}");

        Assert.Empty(uses.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void The_ledger_and_what_is_below_know_no_Akka()
    {
        var uses = sources.Uses.Where(u => u.IsAkka && WithoutAkka.Contains(u.By, StringComparer.Ordinal)).Select(u => $"{u.File} uses {u.Symbol}");

        Assert.Empty(uses.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void The_test_sees_what_is_used()
    {
        Assert.Contains(sources.Uses, u => u is { By: "Runtime", Of: "Runs" });
        Assert.Contains(sources.Uses, u => u is { By: "Client", Of: "Runtime" });
        Assert.Contains(sources.Uses, u => u is { By: "Runtime", IsAkka: true });
    }

    [Fact]
    public void No_file_is_longer_than_350_lines()
    {
        var files = Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories).Where(f => !IsBuilt(f)).ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.Where(f => File.ReadLines(f).Count() > MostLines).Select(Path.GetFileName));
    }

    private static int Level(string room) => Array.FindIndex(Rooms, level => level.Contains(room, StringComparer.Ordinal)) is >= 0 and var level
        ? level
        : throw new InvalidOperationException($"Which rooms may the room '{room}' use? Give it its place in {nameof(Rooms)}.");

    private static bool IsBuilt(string file) =>
        file.Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"], StringComparer.Ordinal).Any();

    private static SyntaxTree ImplicitUsings() => CSharpSyntaxTree.ParseText("""
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path) is not ("Flyte.Actors.dll" or "Flyte.Actors.Tests.dll"))
        .Select(path => MetadataReference.CreateFromFile(path));

    private static IEnumerable<Use> UsesOf(SyntaxTree tree, SemanticModel model)
    {
        var (file, room) = (Path.GetRelativePath(Library, tree.FilePath), RoomOf(tree.FilePath)!);
        return from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
               let info = model.GetSymbolInfo(name)
               let symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault()
               let type = symbol as INamedTypeSymbol ?? symbol?.ContainingType
               where type is not null
               from declaration in type.DeclaringSyntaxReferences.Select(d => RoomOf(d.SyntaxTree.FilePath)).DefaultIfEmpty(null).Distinct(StringComparer.Ordinal)
               select new Use(file, room, declaration, IsAkka(type), type.Name);
    }

    private static bool IsAkka(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } space && (space == "Akka" || space.StartsWith("Akka.", StringComparison.Ordinal));

    private static string? RoomOf(string path) =>
        path.Length == 0 ? null : Path.GetRelativePath(Library, path).Split(Path.DirectorySeparatorChar)[0];

    /// <summary>A place in the room <paramref name="By"/> that names a type of the room <paramref name="Of"/>, or of none of them.</summary>
    public sealed record Use(string File, string By, string? Of, bool IsAkka, string Symbol);

    /// <summary>The library's sources, compiled once for all tests here.</summary>
    public sealed class Sources
    {
        public IReadOnlyList<Use> Uses { get; } = Compile();

        private static List<Use> Compile()
        {
            var trees = Directory.EnumerateFiles(Library, "*.cs", SearchOption.AllDirectories)
                .Where(file => !IsBuilt(file))
                .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), path: file))
                .ToList();
            var compilation = CSharpCompilation.Create(
                "sources", [.. trees, ImplicitUsings()], References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
            return [.. trees.SelectMany(tree => UsesOf(tree, compilation.GetSemanticModel(tree)))];
        }
    }
}
