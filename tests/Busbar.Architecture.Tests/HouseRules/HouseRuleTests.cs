using Busbar.Architecture.Tests.Fixtures.Rules;

namespace Busbar.Architecture.Tests.HouseRules;

public sealed class HouseRuleTests
{
    [Fact]
    public void PublicClasses_AreSealedOrAbstract() => Report.Empty(ListedExceptions.Apply(EachPackage(TypeRules.Sealed), ListedExceptions.Sealed));

    [Fact]
    public void PublicExceptions_AreSealedOrRoots() => Report.Empty(EachPackage(TypeRules.SealedExceptions));

    [Fact]
    public void PublicOptions_AreSealedRecordsThatCanBeSet() => Report.Empty(ListedExceptions.Apply(EachPackage(TypeRules.Options), ListedExceptions.Options));

    [Fact]
    public void PublicMethodsThatWait_TakeATokenLast() => Report.Empty(ListedExceptions.Apply(EachPackage(TypeRules.Cancellation), ListedExceptions.Cancellation));

    [Fact]
    public void SourceFiles_CanBeHeldInTheHead() =>
        Report.Empty(Repository.Files("src", "*.cs").Concat(Repository.Files("src", "*.ts"))
            .SelectMany(file => FileRules.Length(Repository.Relative(file), File.ReadAllLines(file))));

    [Fact]
    public void Pages_NameNoMachine() =>
        Report.Empty(Repository.Files("", "*.md").SelectMany(file => FileRules.MachinePaths(Repository.Relative(file), File.ReadLines(file))));

    [Fact]
    public void OpenClass_IsABreach() =>
        Assert.Equal(
            [$"{typeof(OpenClass).FullName} is neither sealed nor abstract.", $"{typeof(OpenRecordOptions).FullName} is neither sealed nor abstract."],
            TypeRules.Sealed(Fixtures).Order(StringComparer.Ordinal));

    [Fact]
    public void OpenException_WithoutLeaves_IsABreach() =>
        Assert.Equal([$"{typeof(OpenException).FullName} is neither sealed nor the root of other exceptions."], TypeRules.SealedExceptions(Fixtures));

    [Fact]
    public void Options_ThatAreNoRecordOrCannotBeSet_AreBreaches() =>
        Assert.Equal(
            [
                $"{typeof(ClassOptions).FullName} is no sealed record.",
                $"{typeof(FrozenOptions).FullName}.Count cannot be set after construction.",
                $"{typeof(OpenRecordOptions).FullName} is no sealed record.",
            ],
            TypeRules.Options(Fixtures).Order(StringComparer.Ordinal));

    [Fact]
    public void Waiting_WithoutATokenLast_IsABreach() =>
        Assert.Equal(
            [
                $"{typeof(Waits).FullName}.FirstAsync does not take a CancellationToken last.",
                $"{typeof(Waits).FullName}.ItemsAsync does not take a CancellationToken last.",
                $"{typeof(Waits).FullName}.NoneAsync does not take a CancellationToken last.",
            ],
            TypeRules.Cancellation(Fixtures).Order(StringComparer.Ordinal));

    [Fact]
    public void ListedException_IsLeftOut_AndAStaleOneIsNamed()
    {
        var listed = new Dictionary<string, string>(StringComparer.Ordinal) { ["A.B"] = "why", ["A.Gone"] = "why" };

        Assert.Equal(
            ["A.C is open.", "A.Gone is listed as an exception and is none any more: take it out of ListedExceptions.cs."],
            ListedExceptions.Apply(["A.B is open.", "A.C is open."], listed));
    }

    [Fact]
    public void FileOfMoreThan500Lines_IsABreach()
    {
        Assert.Empty(FileRules.Length("a.cs", new string[500]));
        Assert.Single(FileRules.Length("a.cs", new string[501]));
    }

    [Theory]
    [InlineData("See `/home/ann/notes.md`.")]
    [InlineData("run /root/bin/tool")]
    [InlineData(@"open C:\Users\ann\notes.md")]
    [InlineData("[here](file:///srv/page.html)")]
    public void PathOfOneMachine_IsABreach(string line) => Assert.StartsWith("page.md:2 ", Assert.Single(FileRules.MachinePaths("page.md", ["", line])), StringComparison.Ordinal);

    [Theory]
    [InlineData("`/dev/ttyUSB0`, `/etc/busbar.json`, `./test`, ~/work/notes")]
    [InlineData("GET /addition?x=1, https://example.org/home/page, docs/work/plan.md")]
    public void OtherPaths_AreNone(string line) => Assert.Empty(FileRules.MachinePaths("page.md", [line]));

    private static Type[] Fixtures => [.. typeof(HouseRuleTests).Assembly.GetTypes().Where(type => type.IsPublic && type.Namespace == typeof(OpenClass).Namespace)];

    private static IEnumerable<string> EachPackage(Func<Type[], IEnumerable<string>> rule) =>
        Repository.Packages.SelectMany(package => rule(Repository.Load(package).GetExportedTypes())).Order(StringComparer.Ordinal);
}
