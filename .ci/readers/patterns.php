<?php
// What PCRE matches, with `u`, and with `D`: without it, `$` also holds before a final line feed. Usage: php patterns.php <patterns.json

$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR) as [$pattern, $texts]) {
    // a delimiter that no pattern has
    $regex = "\x01$pattern\x01uD";
    if (@preg_match($regex, '') === false) {
        $answers[] = error_get_last()['message'] ?? preg_last_error_msg();
        continue;
    }
    $answers[] = array_map(static fn (string $text): bool => preg_match($regex, $text) === 1, $texts);
}
echo json_encode($answers, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE), "\n";
