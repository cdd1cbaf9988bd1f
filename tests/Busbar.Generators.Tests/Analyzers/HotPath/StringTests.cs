namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class StringTests
{
    [Fact]
    public Task Concatenation_IsReportedOnce_AsAWhole() => Hot.VerifyAsync("""
        private string _text = "";

        [HotPath]
        public string Run(string a, int b)
        {
            {|BUS5004:_text += a|};
            return {|BUS5004:a + b + "c" + $"{b}"|};
        }
        """);

    [Fact]
    public Task Interpolation_IsReported_SaveIntoAHandler() => Hot.VerifyAsync("""
        [HotPath]
        public string Run(Span<char> destination, Span<byte> octets, StringBuilder builder, int x)
        {
            destination.TryWrite($"{x} kW", out _);
            System.Text.Unicode.Utf8.TryWrite(octets, $"{x} kW", out _);
            builder.Append($"{x} kW");
            FormattableString kept = {|BUS5004:$"{x} kW"|};
            return {|BUS5004:$"{x} kW"|};
        }
        """);

    [Fact]
    public Task Calls_ThatMakeStrings_AreReported() => Hot.VerifyAsync("""
        [HotPath]
        public void Run(string text, int x, Mode mode, StringBuilder builder, object any)
        {
            _ = x.{|BUS5004:ToString|}();
            _ = mode.{|BUS5004:ToString|}();
            _ = builder.{|BUS5004:ToString|}();
            _ = text.{|BUS5004:Substring|}(1);
            _ = text.{|BUS5004:Split|}(',');
            _ = string.{|BUS5004:Format|}("{0}", text);
            _ = {|BUS5004:new string('x', 3)|};
            _ = true.ToString();
            _ = any.ToString();
        }
        """);

    [Fact]
    public Task Constants_AreNoWork() => Hot.VerifyAsync("""
        private const string Name = "a";

        [HotPath]
        public string Run(string text) => text.Length == 0 ? Name + "b" + nameof(Run) : text.Contains('x') ? $"{Name}c" : "d";
        """);
}
