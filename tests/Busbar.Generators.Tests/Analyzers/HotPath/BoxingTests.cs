namespace Busbar.Generators.Tests.Analyzers.HotPath;

public sealed class BoxingTests
{
    [Fact]
    public Task Conversions_ToObjectAndInterface_AreReported() => Hot.VerifyAsync("""
        private static void Take(object? x) { }

        [HotPath]
        public object Run(int x, Mode mode, DateTime time)
        {
            Take({|BUS5002:x|});
            IComparable comparable = {|BUS5002:time|};
            Enum any = {|BUS5002:mode|};
            Take({|BUS5002:(object)1|});
            return {|BUS5002:x|};
        }
        """);

    [Fact]
    public Task InheritedMethodsOfStructs_BoxTheReceiver() => Hot.VerifyAsync("""
        public struct Plain { public int X; }
        public struct Own { public int X; public override int GetHashCode() => X; }

        [HotPath]
        public int Run(Plain plain, Own own, Mode mode) =>
            plain.{|BUS5002:GetHashCode|}() + own.GetHashCode() + (mode.{|BUS5002:Equals|}({|BUS5002:Mode.On|}) ? 1 : 0);
        """);

    [Fact]
    public Task WhatTheRuntimeMakesNoBoxFor_IsQuiet() => Hot.VerifyAsync("""
        [HotPath]
        public int Run<T>(T value, Mode mode, int? maybe) where T : struct
        {
            if (mode.HasFlag(Mode.On) || value is IDisposable || maybe is null || mode == Mode.Off)
                return mode.GetHashCode();
            if (typeof(T) == typeof(int))
                return (int)(object)value;
            return value.GetType() == typeof(long) ? 1 : 0;
        }

        [HotPath]
        public void Check<T>(T value)
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value == null)
                return;
        }
        """);

    [Fact]
    public Task HasFlag_OfAnotherType_Boxes() => Hot.VerifyAsync("""
        [HotPath]
        public bool Run(Mode mode, DayOfWeek day) => mode.HasFlag({|BUS5002:day|});
        """);
}
