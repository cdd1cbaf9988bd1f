// One namespace for each way in which code can need a type of another.
namespace Busbar.Architecture.Tests.Fixtures.Ways.Target
{
    internal class Thing
    {
        public static int Count() => 1;
    }

    internal interface IThing;

    internal sealed class ThingException : Exception;

    [AttributeUsage(AttributeTargets.All)]
    internal sealed class ThingAttribute : Attribute;
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Base
{
    internal sealed class Subject : Target.Thing;
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Interface
{
    internal sealed class Subject : Target.IThing;
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Constraint
{
    internal sealed class Subject<T>
        where T : Target.IThing;
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Attributes
{
    [Target.Thing]
    internal sealed class Subject;
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Field
{
    internal sealed class Subject
    {
        public List<Target.Thing[]>? Things = [];
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Parameter
{
    internal abstract class Subject
    {
        public abstract void Take(in Target.Thing thing);
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Local
{
    internal static class Subject
    {
        public static bool Take(object value)
        {
            var thing = value as Target.Thing;
            return thing?.ToString() is not null;
        }
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.TypeArgument
{
    internal static class Subject
    {
        public static Array Take() => Array.Empty<Target.Thing>();
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Call
{
    internal static class Subject
    {
        public static int Take() => Target.Thing.Count();
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Catch
{
    internal static class Subject
    {
        public static void Take(Action action)
        {
            try
            {
                action();
            }
            catch (Target.ThingException)
            {
                action();
            }
        }
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.AsyncBody
{
    internal static class Subject
    {
        public static async Task<int> TakeAsync()
        {
            await Task.Yield();
            return Target.Thing.Count();
        }
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ways.Switch
{
    // The jump table is the one operand without a fixed length.
    internal static class Subject
    {
        public static int Take(int value) => value switch
        {
            0 => 10,
            1 => 22,
            2 => 17,
            3 => 4,
            4 => Target.Thing.Count(),
            _ => 0,
        };
    }
}
