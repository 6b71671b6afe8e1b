<?php
// The platform's signature with PHP alone.
declare(strict_types=1);

// as many digits as the platform signs of a fraction
ini_set('precision', '14');
set_error_handler(static fn (int $level, string $text) => throw new ErrorException($text, 0, $level));

/** The lines of a value by their paths. A mark before each path keeps PHP from taking one that is a number for an index. */
function lines(array $value, string $path, array &$lines): void
{
    foreach ($value as $key => $item) {
        if ($key === 'frame_mode') {
            continue;
        }
        $key = str_replace(':', '::', (string) $key);
        $below = $path === '' ? $key : "$path:$key";
        if (is_array($item)) {
            lines($item, $below, $lines);
        } else {
            $lines["=$below"] = is_bool($item) ? ($item ? '1' : '0') : (string) $item;
        }
    }
}

/** The text that is signed. */
function text_of(array $value): string
{
    $lines = [];
    lines($value, '', $lines);
    $paths = array_keys($lines);
    usort($paths, static fn (string $one, string $other) => strnatcmp(substr($one, 1), substr($other, 1)));
    return implode(';', array_map(static fn (string $path) => substr($path, 1) . ':' . $lines[$path], $paths));
}

function sign(string $text, string $key): string
{
    return base64_encode(hash_hmac('sha512', $text, $key, true));
}

function without_signatures(array $value): array
{
    $kept = [];
    foreach ($value as $key => $item) {
        if ($key !== 'signature' || $item === null) {
            $kept[$key] = is_array($item) ? without_signatures($item) : $item;
        }
    }
    return $kept;
}

/** Whether a callback is from the platform. */
function is_genuine(string $body, string $key): bool
{
    $value = json_decode($body, true, 64, JSON_THROW_ON_ERROR);
    if (!is_array($value) || array_is_list($value)) {
        return false;
    }
    $given = $value['signature'] ?? $value['general']['signature'] ?? null;
    return is_string($given) && hash_equals(sign(text_of(without_signatures($value)), $key), $given);
}
