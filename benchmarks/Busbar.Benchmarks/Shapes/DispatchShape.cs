using Busbar.Benchmarks.Events;

namespace Busbar.Benchmarks.Shapes;

/// <summary>An event with three MessagePack arguments: by its table, and by <c>MethodInfo.Invoke</c> or by a table of fewer events.</summary>
internal static class DispatchShape
{
    private const int Operations = 256;

    public static Shape BesideReflection()
    {
        EventBenchmarks events = Make();
        return new Shape("event dispatch, beside reflection", Operations, () => events.TableOfThree(), () => events.MethodInfoInvoke());
    }

    public static Shape BesideDelegates()
    {
        EventBenchmarks events = Make();
        return new Shape("event dispatch, beside delegates", Operations, () => events.TableOfThree(), () => events.DelegateDynamicInvoke());
    }

    public static Shape OfHundred()
    {
        EventBenchmarks events = Make();
        return new Shape("event dispatch of 100, beside of 3", Operations, () => events.TableOfHundred(), () => events.TableOfThree());
    }

    public static Shape OfHundredWithOneName()
    {
        EventBenchmarks events = Make();
        return new Shape("event dispatch of 100, one name, beside of 3", Operations, () => events.TableOfHundredOneName(), () => events.TableOfThreeOneName());
    }

    public static Shape OfHundredInTurn()
    {
        EventBenchmarks events = Make();
        return new Shape("event dispatch of 100, two in turn, beside of 3", Operations, () => events.TableOfHundredInTurn(), () => events.TableOfThreeInTurn());
    }

    public static Shape OfBareSwitches()
    {
        var switches = new BareSwitches(numbers: 2);
        return new Shape("event: bare switch over 100, beside over 3", Operations, () => switches.OfHundred(), () => switches.OfThree());
    }

    public static Shape OfBareSwitchesWithOneNumber()
    {
        var switches = new BareSwitches(numbers: 1);
        return new Shape("event: bare switch over 100, one number, beside over 3", Operations, () => switches.OfHundred(), () => switches.OfThree());
    }

    private static EventBenchmarks Make()
    {
        var events = new EventBenchmarks();
        events.Setup();
        return events;
    }
}
