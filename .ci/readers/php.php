<?php
// What Symfony's reader reads of a list of texts. Usage: php php.php AUTOLOAD <texts.json

use Symfony\Component\Yaml\Yaml;

require $argv[1];
// what is deprecated is read differently by the next version
set_error_handler(static function (int $level, string $message): bool {
    throw new RuntimeException($message);
});

/** A value whose scalars say of what kind they are. */
function marked(mixed $value): mixed
{
    if ($value instanceof stdClass) {
        $entries = new stdClass();
        foreach (get_object_vars($value) as $key => $item) {
            $entries->{"s:$key"} = marked($item);
        }
        return $entries;
    }
    return match (true) {
        $value === null => 'null',
        is_bool($value) => $value ? 'b:true' : 'b:false',
        is_int($value) => "i:$value",
        is_string($value) => "s:$value",
        is_array($value) => array_map(marked(...), $value),
        default => get_debug_type($value) . ':' . (is_scalar($value) ? $value : ''),
    };
}

$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR) as $text) {
    try {
        $answers[] = ['value' => marked(Yaml::parse($text, Yaml::PARSE_OBJECT_FOR_MAP))];
    } catch (Throwable $error) {
        $answers[] = ['error' => substr($error->getMessage(), 0, 300)];
    }
}
echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
