using System.Xml.Linq;
using Flyte.Node.Tests.Readme;

namespace Flyte.Node.Tests.Packages;

/// <summary>The packages, as somebody uses them who has nothing else.</summary>
public sealed class PackageTests(PackageFixture packages) : IClassFixture<PackageFixture>
{
    private const string Tools = "tools/net10.0/any/";

    [Fact]
    public async Task The_tool_is_installed_and_runs_a_task()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var documented = Assert.Single(ReadmePage.Blocks, block => block is { Section: "Install", Language: "sh" }).Output!;
        Assert.Equal(documented, packages.Printed.TrimEnd().Split('\n')[^1]);
        Assert.Contains("Did you mean 'show'? See 'flyte --help'.", await packages.TypeAsync("tools/flyte shwo || [ $? = 2 ]"), StringComparison.Ordinal);
        Assert.Contains("'tools/flyte runs'", await packages.TypeAsync("tools/flyte show nope || [ $? = 2 ]"), StringComparison.Ordinal);
    }

    [Fact]
    public void They_have_a_readme_symbols_and_no_path_of_this_machine()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var symbols = Path.ChangeExtension(packages.Library, "snupkg");
        Assert.Subset(PackedFiles.Names(packages.Library).ToHashSet(), new HashSet<string> { "README.md", "lib/net10.0/Flyte.Actors.dll", "lib/net10.0/Flyte.Actors.xml" });
        Assert.Contains($"{Tools}Flyte.Node.dll", PackedFiles.Names(packages.Tool));
        Assert.Contains("Name=\"flyte\"", PackedFiles.Text(packages.Tool, $"{Tools}DotnetToolSettings.xml"), StringComparison.Ordinal);
        Assert.All(PackedFiles.Sources(symbols, "lib/net10.0/Flyte.Actors.pdb"), source => Assert.StartsWith("/_", source, StringComparison.Ordinal));
        Assert.Contains("/_/src/Flyte.Actors/Hosting/FlyteRuntime.cs", PackedFiles.Sources(symbols, "lib/net10.0/Flyte.Actors.pdb"));
        foreach (var package in new[] { packages.Library, symbols, packages.Tool })
        {
            Assert.Empty(PackedFiles.With(package, ReadmePage.Root));
            Assert.Empty(PackedFiles.With(package, packages.Root));
        }
    }

    [Fact]
    public void They_name_their_commit_and_their_repository_only_if_that_is_public()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var repository = XDocument.Parse(PackedFiles.Text(packages.Library, "Flyte.Actors.nuspec").TrimStart('\uFEFF')).Descendants().SingleOrDefault(element => element.Name.LocalName == "repository");
        Assert.Equal(Path.Exists(Path.Combine(ReadmePage.Root, ".git")), repository?.Attribute("commit") is not null);
        Assert.StartsWith("https://", repository?.Attribute("url")?.Value ?? "https://", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_project_runs_the_first_program_of_the_page()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var program = ReadmePage.Blocks.First(block => block.Language == "csharp");
        packages.Write("hello/Program.cs", program.Text);
        packages.Write("hello/hello.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Flyte.Actors" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);

        Assert.Equal(program.Output, (await packages.TypeAsync("dotnet run --project hello")).TrimEnd());
    }

    [Fact]
    public async Task A_class_library_of_the_page_is_loaded_by_the_tool()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var blocks = ReadmePage.Blocks.Where(block => block.Section == "Tasks of your own").ToList();
        packages.Write("shop/Shop.cs", Assert.Single(blocks, block => block.Language == "cs").Text);
        packages.Write("shop/Shop.csproj", Assert.Single(blocks, block => block.Language == "xml").Text.Replace("0.1.0", packages.Version, StringComparison.Ordinal));

        await packages.TypeAsync("dotnet build shop -o shop/out -warnaserror -v q --nologo");
        var printed = await packages.TypeAsync("tools/flyte run shop.price apple fig --tasks shop/out/Shop.dll --store memory 2> log");

        Assert.Equal("5.50\n3.30\n", printed);
        Assert.Equal(["Shop.deps.json", "Shop.dll", "Shop.pdb", "Shop.runtimeconfig.json"], Directory.EnumerateFiles(Path.Combine(packages.Root, "shop", "out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
